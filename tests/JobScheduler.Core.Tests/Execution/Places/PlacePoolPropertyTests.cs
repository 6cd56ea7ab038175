using CsCheck;
using JobScheduler.Execution;
using JobScheduler.Shards;
using JobScheduler.Targets;

namespace JobScheduler.Core.Tests.Execution.Places;

/// <summary>
/// Whatever comes and ends in whatever order. What must hold is computed here from lists of who holds and who waits, not with the
/// counters of the pool.
/// </summary>
public sealed class PlacePoolPropertyTests
{
    private static readonly string[] Queues = [QueueNames.High, QueueNames.Normal, QueueNames.Low];

    private static readonly Gen<PlaceKey> Keys = Gen.Select(
        Gen.Int[0, 2],
        Gen.Int[0, 2],
        Gen.Int[0, 3],
        Gen.Int[0, 3],
        (queue, tenant, job, host) =>
            new PlaceKey(Queues[queue], $"t{tenant}", job == 0 ? null : $"j{job}", new TargetClass($"h{host}")));

    /// <summary>Each step: so many come, and perhaps one of those that hold a place ends.</summary>
    private static readonly Gen<(PlaceKey Key, int Count, uint Ends)[]> Lives =
        Gen.Select(Keys, Gen.Int[0, 3], Gen.UInt).Array[50, 200];

    [Fact]
    public void Size_share_of_high_and_halves_hold_and_no_place_stays_free_for_which_somebody_waits() => Gen
        .Select(Gen.Int[1, 24], Gen.Bool, Lives)
        .Sample(
            (size, leavesRoom, life) =>
            {
                var pool = new PlacePool(size, leavesRoom);
                var (held, waiting) = (new List<PlaceKey>(), new List<PlaceKey>());
                foreach (var (key, count, ends) in life)
                {
                    for (var i = 0; i < count; i++)
                    {
                        pool.Wait(new PlaceRequest(key));
                        waiting.Add(key);
                    }

                    if (held.Count > 0 && ends % 2 == 0)
                    {
                        var at = (int)(ends / 2 % (uint)held.Count);
                        pool.Release(held[at]);
                        held.RemoveAt(at);
                    }

                    while (pool.Serve() is { } request)
                    {
                        CheckGrant(request.Key, held, waiting, size, leavesRoom);
                        Assert.True(waiting.Remove(request.Key));
                        held.Add(request.Key);
                        CheckSize(held, size);
                    }

                    Assert.DoesNotContain(waiting, other => IsMeant(other, held, size, leavesRoom));
                    Assert.Equal(size - held.Count, pool.Free);
                }
            },
            iter: 100);

    [Fact]
    public void Everybody_is_served_however_many_others_come() => Gen
        .Select(Gen.Int[1, 24], Gen.Bool, Keys.HashSet[2, 12], Gen.Int[0, int.MaxValue])
        .Sample(
            (size, leavesRoom, keys, seed) =>
            {
                // Each has always one waiting; places are held for 1 to 20 steps.
                var pool = new PlacePool(size, leavesRoom);
                var chance = new Random(seed);
                var (held, since) = (new List<(PlaceKey Key, int Until)>(), keys.ToDictionary(key => key, _ => 0));
                keys.ToList().ForEach(key => pool.Wait(new PlaceRequest(key)));
                var patience = 20 * 64 * (keys.Count + size) / size;
                for (var step = 1; step < 2 * patience; step++)
                {
                    foreach (var ended in held.FindAll(one => one.Until <= step))
                    {
                        held.Remove(ended);
                        pool.Release(ended.Key);
                    }

                    while (pool.Serve() is { } request)
                    {
                        held.Add((request.Key, step + chance.Next(1, 21)));
                        since[request.Key] = step;
                        pool.Wait(new PlaceRequest(request.Key));
                    }

                    Assert.DoesNotContain(since.Values, last => step - last > patience);
                }
            },
            iter: 30);

    private static void CheckSize(List<PlaceKey> held, int size)
    {
        Assert.InRange(held.Count, 0, size);
        var reserved = size < 2 ? 0 : Math.Max(1, size / 8);
        Assert.InRange(held.Count(key => key.Queue != QueueNames.High), 0, size - reserved);
    }

    private static void CheckGrant(PlaceKey to, List<PlaceKey> held, List<PlaceKey> waiting, int size, bool leavesRoom)
    {
        var meant = waiting.Distinct().Where(key => IsMeant(key, held, size, leavesRoom)).ToList();
        Assert.Contains(to, meant);
        if (IsOver(to, held, meant, size))
        {
            Assert.All(meant, key => Assert.True(IsOver(key, held, meant, size), $"{to} has half, and {key} waits"));
        }
    }

    private static bool IsOver(PlaceKey key, List<PlaceKey> held, List<PlaceKey> meant, int size)
    {
        var half = Math.Max(1, size / 2);
        return (held.Count(other => other.Tenant == key.Tenant) >= half && meant.Exists(other => other.Tenant != key.Tenant))
            || (held.Count(other => other.Class == key.Class) >= half && meant.Exists(other => other.Class != key.Class))
            || (key.Job is not null && held.Count(other => IsSameJob(other, key)) >= half && meant.Exists(other => !IsSameJob(other, key)));
    }

    private static bool IsSameJob(PlaceKey one, PlaceKey other) => one.Tenant == other.Tenant && one.Job == other.Job;

    private static bool IsMeant(PlaceKey key, List<PlaceKey> held, int size, bool leavesRoom)
    {
        var reserved = size < 2 ? 0 : Math.Max(1, size / 8);
        var free = size - held.Count;
        var room = key.Queue == QueueNames.High
            ? free
            : Math.Min(free, size - reserved - held.Count(other => other.Queue != QueueNames.High));
        var beside = held.FindAll(other => key.Queue == QueueNames.High || other.Queue != QueueNames.High);
        var (byHost, byTenant) =
            (beside.Count(other => other.Class == key.Class), beside.Count(other => other.Tenant == key.Tenant));
        return room > 0 && (!leavesRoom || (byHost < 3 * room && byTenant < 15 * room));
    }
}
