package dev.sluice.app.up;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SIGTERM and SIGINT as a polite word and an order: the first lets {@link #awaitFirst} return, the
 * second runs what {@link #onSecond} was given. The JVM's own handling would begin to exit at the
 * first and be deaf to the second.
 *
 * <p>Signals arrive on a thread of the JVM. {@code sun.misc.Signal} is reached by reflection: it is
 * the one supported way, and naming it is a compiler warning that cannot be answered.
 */
public final class StopSignals {
    private final CountDownLatch first = new CountDownLatch(1);
    private final AtomicInteger count = new AtomicInteger();
    private volatile Runnable order = () -> {};

    /** Takes the signals over. */
    public static StopSignals install() {
        var signals = new StopSignals();
        signals.handle("TERM");
        signals.handle("INT");
        return signals;
    }

    /** Blocks until the first signal, or until {@link #raise} stands in for it. */
    public void awaitFirst() throws InterruptedException {
        first.await();
    }

    /** What the second signal does, on the JVM's signal thread. */
    public void onSecond(Runnable action) {
        order = action;
    }

    /** As if a signal had come. */
    void raise() {
        if (count.incrementAndGet() == 1) {
            first.countDown();
        } else {
            order.run();
        }
    }

    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler raise =
                    (_, method, _) -> {
                        if (method.getName().equals("handle")) {
                            raise();
                        }
                        return null;
                    };
            Object ours =
                    Proxy.newProxyInstance(
                            StopSignals.class.getClassLoader(), new Class<?>[] {handler}, raise);
            Object which = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, which, ours);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("every JDK lets a process handle SIG" + name, e);
        }
    }
}
