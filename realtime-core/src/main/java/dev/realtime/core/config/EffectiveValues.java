package dev.realtime.core.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The values in force by key, in the order of the schema. Confined to whoever fills it. */
final class EffectiveValues {
  private final Map<Key<?>, Effective<?>> values = new LinkedHashMap<>();

  <T> void add(Effective<T> value) {
    values.put(value.key(), value);
  }

  /** The value of a key; empty if its text was refused. */
  @SuppressWarnings("unchecked") // add() takes a key and a value of the same type only
  <T> Optional<Effective<T>> find(Key<T> key) {
    return Optional.ofNullable((Effective<T>) values.get(key));
  }

  Collection<Effective<?>> all() {
    return Collections.unmodifiableCollection(values.values());
  }
}
