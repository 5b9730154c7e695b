package dev.sluice.director.worker;

/** Closes without throwing what a compiler would want to see caught. */
interface AutoClosed extends AutoCloseable {
    @Override
    void close();
}
