using Commerce.Http;

namespace Commerce.Clustering;

/// <summary>
/// Notices that this process stood still: paused, starved or moved. Others may have declared it
/// dead meanwhile and taken over its grains, so it says nothing more until it has read again who is
/// a member. It also reads that twice a second, so that one that only the others cannot reach hears
/// soon that it is dead for them. That the members cannot be read closes no door by itself.
/// </summary>
internal sealed partial class Heartbeat(
    IClusterMembershipService members,
    ILocalSiloDetails own,
    TimeProvider time,
    ILogger<Heartbeat> log
) : Door, IHostedService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Longer than any pause of a healthy process, and less than what others wait for.
    /// </summary>
    private static readonly TimeSpan GapMax = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ReadPeriod = TimeSpan.FromMilliseconds(500);

    private long _beat = time.GetTimestamp();
    private volatile bool _isStopped;
    private volatile bool _isDoubtful; // Since a gap, until the members were read.
    private volatile bool _isDead; // For the others: it never speaks again, and Orleans ends it.

    /// <summary>
    /// Asked by whoever was in the middle of something, perhaps before the next beat.
    /// </summary>
    public override bool IsOpen =>
        !_isDoubtful && !_isDead && time.GetElapsedTime(Volatile.Read(ref _beat)) <= GapMax;

    /// <summary>On a thread of its own: that others wait for threads is no standstill.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _beat, time.GetTimestamp());
        new Thread(Beat) { IsBackground = true, Name = nameof(Heartbeat) }.Start();
        _ = ReadMembers();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopped = true;
        return Task.CompletedTask;
    }

    private void Beat()
    {
        while (!_isStopped)
        {
            Thread.Sleep(Period);
            var gap = time.GetElapsedTime(Volatile.Read(ref _beat));
            if (gap > GapMax && !_isDoubtful)
            {
                _isDoubtful = true;
                StoodStill(log, gap);
            }

            Volatile.Write(ref _beat, time.GetTimestamp());
        }
    }

    private async Task ReadMembers()
    {
        while (!_isStopped)
        {
            // What was asked before a gap tells nothing of after it.
            var wasDoubtful = _isDoubtful;
            try
            {
                await members.Refresh();
                _isDead = members.CurrentSnapshot.GetSiloStatus(own.SiloAddress) is SiloStatus.Dead;
                _isDoubtful = _isDoubtful && !wasDoubtful;
            }
#pragma warning disable CA1031 // Whatever keeps us from knowing, we do not know.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (wasDoubtful)
                    MembersUnread(log, e);
            }

            await Task.Delay(_isDoubtful ? Period : ReadPeriod, time);
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
