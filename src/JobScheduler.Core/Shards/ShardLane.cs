using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Shards;

/// <summary>The commits of one shard, one after the other.</summary>
internal sealed class ShardLane(
    int shard, ITableStore tables, BellRinger bells, TimeProvider time, Entropy entropy, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly string _partition = ShardMap.Partition(shard);
    private readonly Lock _lock = new();
    private readonly LinkedList<WaitingPart> _waiting = new();
    private bool _driving;

    public Task<PartOutcome> CommitAsync(CommitPart part)
    {
        var waiting = new WaitingPart(part, time);
        lock (_lock)
        {
            _waiting.AddLast(waiting);
            if (_driving)
            {
                return waiting.Task;
            }

            _driving = true;
        }

        // Not awaited: the first caller must not stay to serve later ones. DriveAsync settles every part, even on errors.
        _ = DriveAsync();
        return waiting.Task;
    }

    private async Task DriveAsync()
    {
        var pause = FirstPause;
        while (TryTake(out var commit))
        {
            if (commit.Parts.Count == 0)
            {
                continue;
            }

            try
            {
                pause = await TryCommitAsync(commit, pause);
            }
            catch (Exception error)
            {
                // Nobody awaits this loop: if it ended here, everything in this shard would wait forever.
                commit.Parts.ForEach(part => part.Fail(error));
            }
        }
    }

    /// <returns>How long to pause after the next failure.</returns>
    private async Task<TimeSpan> TryCommitAsync(JoinedCommit commit, TimeSpan pause)
    {
        try
        {
            Settle(commit, await tables.CommitAsync(_partition, commit.Draft.Operations, CancellationToken.None));
            return FirstPause;
        }
        catch (StorageException error) when (error.IsTransient)
        {
            if (error.Fault == StorageFault.Unknown && await TookEffectAsync(commit))
            {
                _ = FinishAsync(commit, null);
            }
            else if (PutBackThePatient(commit, error) is { } patience)
            {
                var wait = error.RetryAfter ?? pause * (0.5 + entropy.NextShare());
                await Task.Delay(wait < patience ? wait : patience, time);
                return pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (Exception error) when (error is ArgumentException or StorageException && commit.Parts.Count > 1)
        {
            // One part asks for what storage does not take. Each is retried alone, so that only that one fails.
            logger.CommitSplit(error, shard, commit.Parts.Count);
            commit.Parts.ForEach(part => part.Alone = true);
            PutBack(commit.Parts);
        }

        return pause;
    }

    /// <summary>The next commit, which may be empty; false if nobody waits, and then the lane is idle.</summary>
    private bool TryTake(out JoinedCommit commit)
    {
        lock (_lock)
        {
            commit = new JoinedCommit(new CommitDraft(shard, time, entropy));
            if (_waiting.Count == 0)
            {
                _driving = false;
                return false;
            }

            for (var node = _waiting.First; node is not null;)
            {
                var next = node.Next;
                var fit = commit.TryJoin(node.Value);
                if (fit == DraftFit.Fits)
                {
                    _waiting.Remove(node);
                }
                else if (fit == DraftFit.Full)
                {
                    break;
                }

                node = next;
            }

            return true;
        }
    }

    private void Settle(JoinedCommit commit, CommitResult result)
    {
        if (result.Succeeded)
        {
            _ = FinishAsync(commit, result.ETags);
            return;
        }

        var evicted = commit.PartOf(result.FailedIndex);
        var part = commit.Parts[evicted];
        part.Complete(PartOutcome.Refused(commit.Draft.Operations[result.FailedIndex].Key, result.Failure, part.WasUnknown));
        commit.Parts.RemoveAt(evicted);
        PutBack(commit.Parts);
    }

    /// <summary>State first, message second; the next commit does not wait for the messages of this one.</summary>
    private async Task FinishAsync(JoinedCommit commit, IReadOnlyList<string?>? etags)
    {
        try
        {
            await bells.RingAsync(commit.Draft);
            commit.Complete(etags);
        }
        catch (Exception error)
        {
            commit.Parts.ForEach(part => part.Fail(error));
        }
    }

    /// <summary>A commit is atomic: the proof of one part is the proof of all, unless others could have brought it about.</summary>
    private async Task<bool> TookEffectAsync(JoinedCommit commit)
    {
        var pause = FirstPause;
        foreach (var part in commit.Parts)
        {
            for (var read = part.Part.Proof.IsWeak && commit.Parts.Count > 1; !read;)
            {
                try
                {
                    if (part.Part.Proof.Holds(await tables.GetAsync(_partition, part.Part.Proof.Key, CancellationToken.None)))
                    {
                        return true;
                    }

                    read = true;
                }
                catch (StorageException error) when (error.IsTransient && part.PatienceLeft > TimeSpan.Zero)
                {
                    // Others wait behind this one that may not wait for so long.
                    FailTheImpatient(error);
                    await Task.Delay(pause * (0.5 + entropy.NextShare()), time);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
                catch (Exception error)
                {
                    // Out of patience, or refused: the caller is told that the outcome is unknown.
                    part.Fail(new StorageException(StorageFault.Unknown, error.Message, error));
                    read = true;
                }
            }
        }

        commit.Parts.RemoveAll(part => part.Task.IsCompleted);
        commit.Parts.ForEach(part => part.WasUnknown = true);
        return false;
    }

    /// <returns>How long the least patient remaining part will wait; null if none has patience left.</returns>
    private TimeSpan? PutBackThePatient(JoinedCommit commit, StorageException error)
    {
        var parts = commit.Parts.ConvertAll(part => (Part: part, Left: part.PatienceLeft));
        var patient = parts.FindAll(part => part.Left > TimeSpan.Zero);
        parts.FindAll(part => part.Left <= TimeSpan.Zero).ForEach(part => GiveUp(part.Part, error));
        PutBack(patient.ConvertAll(part => part.Part));
        return patient.Count > 0 ? patient.Min(part => part.Left) : null;
    }

    /// <summary>Tells the caller what is known: of a part that was sent before, perhaps not even that it did not take effect.</summary>
    private static void GiveUp(WaitingPart part, StorageException error) => part.Fail(
        part.WasUnknown ? new StorageException(StorageFault.Unknown, error.Message, error, error.RetryAfter) : error);

    private void FailTheImpatient(StorageException error)
    {
        List<WaitingPart> impatient;
        lock (_lock)
        {
            impatient = [.. _waiting.Where(part => part.PatienceLeft <= TimeSpan.Zero)];
            impatient.ForEach(part => _waiting.Remove(part));
        }

        impatient.ForEach(part => GiveUp(part, error));
    }

    private void PutBack(List<WaitingPart> parts)
    {
        lock (_lock)
        {
            for (var i = parts.Count - 1; i >= 0; i--)
            {
                _waiting.AddFirst(parts[i]);
            }
        }
    }
}
