package dev.realtime.examples.guide;

import dev.realtime.CloseReason;
import dev.realtime.Gap;
import dev.realtime.Message;
import dev.realtime.Subscriber;
import dev.realtime.examples.guide.Orders.Order;
import java.util.ArrayList;
import java.util.List;

/** An invoice for each order. Confined to the signals of its subscription, one at a time. */
final class Invoices implements Subscriber<Order> {
  private final List<String> written = new ArrayList<>();

  @Override
  public void onMessage(Message<Order> message) {
    written.add(message.data().id()); // returned: handled; thrown: given again
  }

  @Override
  public void onGap(Gap gap) {
    System.err.println("look for orders " + gap.from() + " to " + gap.to() + ": " + gap.reason());
  }

  @Override
  public void onClosed(CloseReason reason) {
    System.out.println(written.size() + " invoices, " + reason);
  }
}
