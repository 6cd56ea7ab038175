using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Client.Tests.Stubs;

/// <summary>
/// A clock on which every delay is over at once, after moving the clock by it; delays are remembered. Time-outs of cancellation
/// sources stay what they are: they ring when the clock passes them.
/// </summary>
internal sealed class JumpingTime : FakeTimeProvider
{
    public List<TimeSpan> Delays { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (state is not CancellationTokenSource)
        {
            Delays.Add(dueTime);
            Advance(dueTime);
        }

        return timer;
    }
}
