namespace JobScheduler.Targets.Http;

/// <summary>
/// Which characters of a text are to be masked. Each mark takes the same time, however long it is: marks of a long secret in a text that
/// repeats it overlap at every character.
/// </summary>
/// <param name="length">Characters of the text.</param>
internal sealed class MaskedPlaces(int length)
{
    /// <summary>At each character, how many marks begin there less those that end before it.</summary>
    private readonly int[] _changes = new int[length + 1];

    /// <summary>Marks the characters from one on.</summary>
    /// <param name="start">The first one.</param>
    /// <param name="end">The end, exclusive.</param>
    public void Mark(int start, int end)
    {
        _changes[start]++;
        _changes[end]--;
    }

    /// <summary>Marks everything from a character on.</summary>
    public void MarkFrom(int start) => Mark(start, _changes.Length - 1);

    /// <summary>For each character, whether it is masked.</summary>
    public bool[] ToArray()
    {
        var masked = new bool[_changes.Length - 1];
        var open = 0;
        for (var at = 0; at < masked.Length; at++)
        {
            open += _changes[at];
            masked[at] = open > 0;
        }

        return masked;
    }
}
