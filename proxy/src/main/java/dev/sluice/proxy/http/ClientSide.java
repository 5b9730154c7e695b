package dev.sluice.proxy.http;

import dev.sluice.measure.CounterRow;
import dev.sluice.proxy.listen.ClientAddress;
import dev.sluice.proxy.table.LiveListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * The client's side of an exchange: where its {@link RequestFlow} gets the request's body from and
 * sends the answer to. In HTTP/1.1 it is the whole connection, one exchange after the other. On the
 * connection's loop.
 */
interface ClientSide {
    LiveListener live();

    /** The connection, for what is known of it; who writes to it, is the client's side alone. */
    Channel channel();

    ClientAddress address();

    CounterRow counters();

    /** What servers and the log are told of the client. */
    ClientFacts facts();

    byte[] nextRequestId();

    // ---- the request

    /** Whether it is in the midst of a read, whose end flushes what is written to the server. */
    boolean reading();

    /** Goes on with the bytes that wait: the flow may take more of its body. */
    void resume();

    /** Whether the client may send more of the request. */
    void read(boolean on);

    /** Whether it was last said that it may. */
    boolean mayRead();

    // ---- the answer

    /** Writes without flushing; takes the piece over. */
    void send(ByteBuf piece);

    void flush();

    /** Whether the client takes more of the answer in. */
    boolean isWritable();

    // ---- the end

    /** From here on another protocol is spoken. */
    void becomeTunnel(Tunnel to);

    /**
     * Cuts the answer: what was sent cannot be ended properly any more.
     *
     * @param byReset where an orderly end would look like the end of the answer
     */
    void abort(boolean byReset);

    /**
     * The flow has ended: its answer is written, and its request was read to the end or will not
     * be.
     *
     * @param keep whether another request may follow
     * @param readToEnd whether nothing of the request is left unread
     */
    void ended(RequestFlow of, boolean keep, boolean readToEnd);
}
