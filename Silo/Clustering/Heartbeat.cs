using Commerce.Http;

namespace Commerce.Clustering;

/// <summary>
/// Notices that this process stood still: paused, starved or moved. Others may have declared it
/// dead meanwhile and taken over its grains, so it says nothing more until it has read again who is
/// a member. That the members cannot be read closes no door: while it runs, it hears what others
/// say of it.
/// </summary>
internal sealed partial class Heartbeat(
    IClusterMembershipService members,
    ILocalSiloDetails own,
    TimeProvider time,
    ILogger<Heartbeat> log
) : Door, IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Longer than any pause of a healthy process, and less than what others wait for.
    /// </summary>
    private static readonly TimeSpan GapMax = TimeSpan.FromSeconds(2);

    private readonly ManualResetEventSlim _stop = new();
    private long _beat = time.GetTimestamp();
    private volatile bool _isDoubtful; // Since a gap, until the members were read.

    /// <summary>
    /// Asked by whoever was in the middle of something, perhaps before the next beat.
    /// </summary>
    public override bool IsOpen =>
        !_isDoubtful && time.GetElapsedTime(Volatile.Read(ref _beat)) <= GapMax;

    private bool IsDead =>
        members.CurrentSnapshot.GetSiloStatus(own.SiloAddress) is SiloStatus.Dead;

    /// <summary>On a thread of its own: that others wait for threads is no standstill.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _beat, time.GetTimestamp());
        new Thread(Beat) { IsBackground = true, Name = nameof(Heartbeat) }.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        return Task.CompletedTask;
    }

    public void Dispose() => _stop.Dispose();

    private void Beat()
    {
        while (!_stop.Wait(Period))
        {
            var gap = time.GetElapsedTime(Volatile.Read(ref _beat));
            if (gap > GapMax && !_isDoubtful)
            {
                _isDoubtful = true;
                StoodStill(log, gap);
                _ = ReadMembers();
            }

            Volatile.Write(ref _beat, time.GetTimestamp());
        }
    }

    private async Task ReadMembers()
    {
        while (!_stop.IsSet)
        {
            try
            {
                await members.Refresh();
                // One that is dead for the others never speaks again: Orleans ends it.
                _isDoubtful = IsDead;
                return;
            }
#pragma warning disable CA1031 // Whatever keeps us from knowing, we do not know.
            catch (Exception e)
#pragma warning restore CA1031
            {
                MembersUnread(log, e);
                await Task.Delay(Period, time);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "This process stood still for {Gap}, and says nothing until it knows what others did."
    )]
    private static partial void StoodStill(ILogger log, TimeSpan gap);

    [LoggerMessage(LogLevel.Warning, "The members cannot be read after a standstill.")]
    private static partial void MembersUnread(ILogger log, Exception e);
}
