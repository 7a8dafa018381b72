/** Histories of publishers and subscribers: how a run is recorded, and the judge of it. */
@NullMarked
package dev.realtime.testkit.history;

import org.jspecify.annotations.NullMarked;
