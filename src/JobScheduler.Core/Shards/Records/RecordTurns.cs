namespace JobScheduler.Shards.Records;

/// <summary>
/// Lets the writers of one record in this process take turns, in the order in which they came: of many that read the same row, all but one
/// would write in vain. Writers in other processes are not seen.
/// </summary>
internal sealed class RecordTurns(TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>Who waits, by record; a record without an entry is not being written.</summary>
    private readonly Dictionary<(int Shard, string Row), LinkedList<TaskCompletionSource>> _lines = [];

    /// <summary>Waits until all who came before have left.</summary>
    /// <param name="key">The record.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>Ends the turn when it is disposed; null: patience has run out.</returns>
    public async ValueTask<IDisposable?> TakeAsync(RecordKey key, TimeSpan patience, CancellationToken cancellation)
    {
        var turn = new Turn(this, (key.Shard, key.Row));
        if (Join(turn.Record) is not { } waiting)
        {
            return turn;
        }

        try
        {
            await OnContext.FollowAsync(waiting.Task).WaitAsync(patience, time, cancellation);
            return turn;
        }
        catch (TimeoutException)
        {
            Leave(turn, waiting);
            return null;
        }
        catch (OperationCanceledException)
        {
            Leave(turn, waiting);
            throw;
        }
    }

    /// <returns>The place in the line; null: the turn has begun.</returns>
    private TaskCompletionSource? Join((int, string) record)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(record, out var line))
            {
                _lines[record] = [];
                return null;
            }

            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            line.AddLast(waiting);
            return waiting;
        }
    }

    private void Leave(Turn turn, TaskCompletionSource waiting)
    {
        bool waits;
        lock (_gate)
        {
            waits = _lines.TryGetValue(turn.Record, out var line) && line.Remove(waiting);
        }

        if (!waits)
        {
            // It was this one's turn at the same moment.
            turn.Dispose();
        }
    }

    private void Pass((int, string) record)
    {
        lock (_gate)
        {
            var line = _lines[record];
            if (line.First is not { } next)
            {
                _lines.Remove(record);
                return;
            }

            line.RemoveFirst();
            next.Value.SetResult();
        }
    }

    private sealed class Turn(RecordTurns turns, (int Shard, string Row) record) : IDisposable
    {
        public (int Shard, string Row) Record { get; } = record;

        public void Dispose() => turns.Pass(Record);
    }
}
