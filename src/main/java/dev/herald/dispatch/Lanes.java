package dev.herald.dispatch;

import dev.herald.message.Route;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One lane for each preset and sender, so that none slows another. */
final class Lanes {
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Function<Route, Lane> opener;

    Lanes(Function<Route, Lane> opener) {
        this.opener = opener;
    }

    Lane of(Route route) {
        return lanes.computeIfAbsent(route.setting(), setting -> opener.apply(route));
    }
}
