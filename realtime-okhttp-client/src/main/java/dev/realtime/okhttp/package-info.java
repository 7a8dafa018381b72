/** The client that applications connect with, over OkHttp. */
@NullMarked
package dev.realtime.okhttp;

import org.jspecify.annotations.NullMarked;
