/** The programs of the README. */
@NullMarked
package dev.realtime.examples.quickstart;

import org.jspecify.annotations.NullMarked;
