using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace JobScheduler.Storage;

/// <summary>The columns of a row by name. A missing column and null are the same; names compare ordinally.</summary>
public sealed class Columns : IReadOnlyCollection<KeyValuePair<string, ColumnValue>>
{
    /// <summary>No columns; must not be added to.</summary>
    public static readonly Columns None = [];

    // Rows have about a dozen columns: a list is smaller than a dictionary and as fast.
    private readonly List<KeyValuePair<string, ColumnValue>> _items = [];

    public int Count => _items.Count;

    /// <summary>Adds the column or replaces its value; does nothing for null.</summary>
    public void Add(string name, ColumnValue? value)
    {
        if (value is not { } present)
        {
            return;
        }

        var index = IndexOf(name);
        var item = KeyValuePair.Create(name, present);
        if (index < 0)
        {
            _items.Add(item);
        }
        else
        {
            _items[index] = item;
        }
    }

    /// <summary>Adds a text column; does nothing for null.</summary>
    public void Add(string name, string? text)
    {
        if (text is not null)
        {
            Add(name, (ColumnValue?)(ColumnValue)text);
        }
    }

    public bool TryGet(string name, out ColumnValue value)
    {
        var index = IndexOf(name);
        value = index < 0 ? default : _items[index].Value;
        return index >= 0;
    }

    public string? Text(string name) => TryGet(name, out var value) ? value.Text : null;

    public long? Number(string name) => TryGet(name, out var value) ? value.Number : null;

    public bool Flag(string name) => TryGet(name, out var value) && value.Flag;

    /// <summary>A JSON column; null if it is missing, empty or unreadable.</summary>
    public T? Json<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        if (!TryGet(name, out var value) || value.Kind != ColumnKind.Text || value.Text.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(value.Text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public DateTimeOffset? Time(string name) => TryGet(name, out var value) ? value.Time : null;

    /// <summary>Bytes that the values count towards the limits.</summary>
    public int Size => _items.Sum(static item => item.Value.Size);

    /// <summary>A copy with the columns of <paramref name="changes"/> added or replaced.</summary>
    public Columns Merge(Columns changes)
    {
        var merged = new Columns();
        merged._items.AddRange(_items);
        foreach (var (name, value) in changes)
        {
            merged.Add(name, value);
        }

        return merged;
    }

    /// <summary>A copy with only the named columns.</summary>
    public Columns Select(IReadOnlyList<string> names)
    {
        var selected = new Columns();
        selected._items.AddRange(_items.Where(item => names.Contains(item.Key, StringComparer.Ordinal)));
        return selected;
    }

    public IEnumerator<KeyValuePair<string, ColumnValue>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            if (string.Equals(_items[i].Key, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
