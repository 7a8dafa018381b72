package dev.realtime.testkit.tck;

final class LocalContractTest implements ChannelContract {
  @Override
  public RealtimeFixture start() {
    return new LocalFixture(LocalFixture.Parts.right());
  }
}
