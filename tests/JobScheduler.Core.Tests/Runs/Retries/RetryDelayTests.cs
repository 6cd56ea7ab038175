using CsCheck;
using JobScheduler.Runs;

namespace JobScheduler.Core.Tests.Runs.Retries;

public sealed class RetryDelayTests
{
    private static readonly Gen<RetryPolicy> Policies = Gen.Select(
        Gen.OneOf([.. EnumText.Values<Backoff>()]), Gen.Int[0, 3_600_000], Gen.Int[0, 86_400_000], Gen.Double[1, 100], Gen.Double[0, 1],
        (backoff, initial, max, factor, jitter) => new RetryPolicy
        {
            Backoff = backoff,
            InitialDelay = TimeSpan.FromMilliseconds(initial),
            MaxDelay = TimeSpan.FromMilliseconds(max),
            Factor = factor,
            Jitter = jitter,
            Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)],
        });

    private static readonly Gen<double> Chances = Gen.Double[0, 0.999999];

    [Fact]
    public void Next_any_policy_stays_between_zero_and_its_maximum() =>
        Gen.Select(Policies, Gen.Int[1, 100_000], Chances).Sample((policy, failures, chance) =>
            RetryDelay.Next(policy, failures, null, chance) is var delay && delay >= TimeSpan.Zero && delay <= policy.MaxDelay);

    [Fact]
    public void Next_without_jitter_never_falls() => Gen.Select(Policies, Gen.Int[1, 1000]).Sample((policy, failures) =>
        RetryDelay.Next(policy with { Jitter = 0 }, failures + 1, null, 0.5) >= RetryDelay.Next(
            policy with { Jitter = 0 }, failures, null, 0.5));

    [Fact]
    public void Next_asked_by_the_target_wins_up_to_the_maximum() =>
        Gen.Select(Policies, Gen.Int[0, 100_000_000], Chances).Sample((policy, asked, chance) =>
            RetryDelay.Next(policy, 1, TimeSpan.FromMilliseconds(asked), chance) == TimeSpan.FromMilliseconds(
                Math.Min(asked, policy.MaxDelay.TotalMilliseconds)));
}
