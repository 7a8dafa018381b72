/**
 * What all requests to a server share: its address, the token, the clients, and what answers mean.
 */
@NullMarked
package dev.realtime.okhttp.call;

import org.jspecify.annotations.NullMarked;
