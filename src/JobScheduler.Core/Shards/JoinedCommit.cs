namespace JobScheduler.Shards;

/// <summary>A commit and the parts that share it, in order.</summary>
internal sealed class JoinedCommit(CommitDraft draft)
{
    // Where each part's operations end in the draft; parts are only ever removed together with the whole commit.
    private readonly List<int> _ends = [];

    public CommitDraft Draft { get; } = draft;

    public List<WaitingPart> Parts { get; } = [];

    /// <summary>Adds the part if it fits. A part that cannot be composed, or never fits, is failed and counts as fitting.</summary>
    public DraftFit TryJoin(WaitingPart waiting)
    {
        if (Parts.Count > 0 && (waiting.Alone || Parts[0].Alone))
        {
            return DraftFit.Full;
        }

        var mark = Draft.Save();
        try
        {
            Draft.IsOfClock = waiting.Part.IsOfClock;
            waiting.Part.Compose(Draft);
        }
        catch (Exception error)
        {
            Draft.Undo(mark);
            waiting.Fail(error);
            return DraftFit.Fits;
        }

        var fit = Draft.KeepOrUndo(mark);
        if (fit == DraftFit.Fits)
        {
            Parts.Add(waiting);
            _ends.Add(Draft.Operations.Count);
        }
        else if (Parts.Count == 0)
        {
            waiting.Fail(new InvalidOperationException($"a part of shard {Draft.Shard} does not fit into one commit: {fit}"));
            fit = DraftFit.Fits;
        }

        return fit;
    }

    /// <summary>The part that an operation belongs to.</summary>
    public int PartOf(int operation) => _ends.FindIndex(end => operation < end);

    /// <param name="etags">By operation; null if the effect was proved by reading.</param>
    public void Complete(IReadOnlyList<string?>? etags)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            Dictionary<string, string>? own = null;
            if (etags is not null)
            {
                own = new Dictionary<string, string>(StringComparer.Ordinal);
                for (var operation = i == 0 ? 0 : _ends[i - 1]; operation < _ends[i]; operation++)
                {
                    if (etags[operation] is { } etag)
                    {
                        own[Draft.Operations[operation].Key] = etag;
                    }
                }
            }

            Parts[i].Complete(PartOutcome.Done(own));
        }
    }
}

/// <summary>A part, and the caller waiting for it.</summary>
internal sealed class WaitingPart(CommitPart part, TimeProvider time)
{
    private readonly long _since = time.GetTimestamp();

    private readonly TaskCompletionSource<PartOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommitPart Part { get; } = part;

    /// <summary>How much longer transient faults are retried; zero or less: no longer. A clock that is set back changes nothing.</summary>
    public TimeSpan PatienceLeft => Part.Patience - time.GetElapsedTime(_since);

    /// <summary>It must not share a commit, because one that it shared failed.</summary>
    public bool Alone { get; set; }

    /// <summary>A commit of it had an unknown outcome that could not be proved: it may have taken effect, or may still do so.</summary>
    public bool WasUnknown { get; set; }

    public Task<PartOutcome> Task => _done.Task;

    public void Complete(PartOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(Exception error) => _done.TrySetException(error);
}
