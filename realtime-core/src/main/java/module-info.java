/** Loops, gate, envelope, logs and configuration; for the modules of this project alone. */
module dev.realtime.core {
  requires transitive dev.realtime.api;
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;

  exports dev.realtime.core.channel;
  exports dev.realtime.core.config;
  exports dev.realtime.core.local;
  exports dev.realtime.core.log;
  exports dev.realtime.core.loop;
  exports dev.realtime.core.webhook;
  exports dev.realtime.core.wire;

  uses dev.realtime.core.webhook.CallbackClientProvider;
  uses dev.realtime.core.webhook.CallbackServerProvider;

  provides dev.realtime.spi.RealtimeProvider with
      dev.realtime.core.local.CoreProvider;
}
