/** What the pages of the examples share: their files and the receiving of webhooks. */
@NullMarked
package dev.realtime.examples.web;

import org.jspecify.annotations.NullMarked;
