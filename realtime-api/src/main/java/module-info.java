/** The vocabulary of applications and the service provider interface. */
module dev.realtime.api {
  requires static transitive org.jspecify;

  exports dev.realtime;
  exports dev.realtime.spi;

  uses dev.realtime.spi.RealtimeProvider;
  uses dev.realtime.spi.RealtimeServerProvider;
  uses dev.realtime.spi.RealtimeClientProvider;
}
