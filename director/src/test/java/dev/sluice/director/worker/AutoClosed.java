package dev.sluice.director.worker;

/** Closes without throwing what a compiler would want to see caught. */
public interface AutoClosed extends AutoCloseable {
    @Override
    void close();
}
