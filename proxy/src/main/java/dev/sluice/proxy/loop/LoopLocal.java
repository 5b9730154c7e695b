package dev.sluice.proxy.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One value for each loop, made beforehand and touched by that loop only. */
public final class LoopLocal<T> {
    private final List<T> values;

    public LoopLocal(Loops loops, Function<Loop, T> make) {
        var made = new ArrayList<T>(loops.all().size());
        loops.all().forEach(loop -> made.add(make.apply(loop)));
        values = made;
    }

    public T of(Loop loop) {
        return values.get(loop.index());
    }
}
