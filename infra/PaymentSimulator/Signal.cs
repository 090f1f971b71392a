using System.Threading.Channels;

namespace PaymentSimulator;

/// <summary>Wakes one waiter. Set twice before he waits, it wakes him once.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Set() => _set.Writer.TryWrite(true);

    public async Task Wait(CancellationToken ct) => await _set.Reader.ReadAsync(ct);
}
