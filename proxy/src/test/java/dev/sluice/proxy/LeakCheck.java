package dev.sluice.proxy;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails every test class after which Netty's leak detector has something to say. */
public final class LeakCheck implements AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Recording());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.gc();
        // Leaks are reported when the next buffer is made.
        ByteBufAllocator.DEFAULT.directBuffer(16).release();
        if (!LEAKS.isEmpty()) {
            String first = LEAKS.peek();
            int number = LEAKS.size();
            LEAKS.clear();
            throw new AssertionError(number + " buffers were not released, the first: " + first);
        }
    }

    private static final class Recording extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // the factory's only method that is abstract
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int interval, long maxActive) {
            return new Detector<>(resource, interval);
        }
    }

    private static final class Detector<T> extends ResourceLeakDetector<T> {
        Detector(Class<T> resource, int interval) {
            super(resource, interval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            note(resourceType, records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            note(resourceType, "");
        }

        /** TLS contexts and engines may outlive a proxy that ends with its process. */
        private static void note(String resourceType, String records) {
            if (resourceType.equals("ByteBuf")) {
                LEAKS.add(resourceType + records);
            }
        }
    }
}
