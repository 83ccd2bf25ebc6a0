package dev.herald.dispatch;

import dev.herald.dispatch.Lane.Passage;
import dev.herald.message.Delivery.Sent;
import dev.herald.message.Route;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;

/** One lane for each preset and sender, so that none slows another. */
final class Lanes {
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Function<Route, Lane> opener;

    Lanes(Function<Route, Lane> opener) {
        this.opener = opener;
    }

    /** @see Lane#pass */
    Passage pass(Route route, BooleanSupplier isFree, IntFunction<Sent> send) {
        return lanes.computeIfAbsent(route.setting(), setting -> opener.apply(route))
                .pass(() -> isAlone(route.setting()), isFree, send);
    }

    /** Whether no other preset, or no other sender, is in use: jobs of one type share their threads. */
    private boolean isAlone(String setting) {
        String kind = setting.substring(0, setting.lastIndexOf('.') + 1);
        return lanes.entrySet().stream().noneMatch(other -> !other.getKey().equals(setting)
                && other.getKey().startsWith(kind) && other.getValue().isInUse());
    }
}
