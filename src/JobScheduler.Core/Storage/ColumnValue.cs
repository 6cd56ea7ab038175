namespace JobScheduler.Storage;

/// <summary>The type of a column value.</summary>
public enum ColumnKind
{
    Text,
    Number,
    Flag,
    Time,
}

/// <summary>A column value: text, a 64-bit number, a flag, or a time (UTC, 100 ns resolution).</summary>
public readonly struct ColumnValue : IEquatable<ColumnValue>, IComparable<ColumnValue>
{
    private readonly string? _text;
    private readonly long _number;

    private ColumnValue(ColumnKind kind, string? text, long number)
    {
        Kind = kind;
        _text = text;
        _number = number;
    }

    public ColumnKind Kind { get; }

    public string Text => _text ?? throw Wrong(ColumnKind.Text);

    public long Number => Kind == ColumnKind.Number ? _number : throw Wrong(ColumnKind.Number);

    public bool Flag => Kind == ColumnKind.Flag ? _number != 0 : throw Wrong(ColumnKind.Flag);

    public DateTimeOffset Time => Kind == ColumnKind.Time ? new DateTimeOffset(_number, TimeSpan.Zero) : throw Wrong(ColumnKind.Time);

    /// <summary>Bytes that the value counts towards the limits: two per character, as Azure stores text.</summary>
    public int Size => Kind == ColumnKind.Text ? 2 * Text.Length + 4 : 8;

    public static implicit operator ColumnValue(string value) => new(ColumnKind.Text, value, 0);

    public static implicit operator ColumnValue(long value) => new(ColumnKind.Number, null, value);

    public static implicit operator ColumnValue(bool value) => new(ColumnKind.Flag, null, value ? 1 : 0);

    public static implicit operator ColumnValue(DateTimeOffset value) => new(ColumnKind.Time, null, value.UtcTicks);

    public static bool operator ==(ColumnValue left, ColumnValue right) => left.Equals(right);

    public static bool operator !=(ColumnValue left, ColumnValue right) => !left.Equals(right);

    public static bool operator <(ColumnValue left, ColumnValue right) => left.CompareTo(right) < 0;

    public static bool operator <=(ColumnValue left, ColumnValue right) => left.CompareTo(right) <= 0;

    public static bool operator >(ColumnValue left, ColumnValue right) => left.CompareTo(right) > 0;

    public static bool operator >=(ColumnValue left, ColumnValue right) => left.CompareTo(right) >= 0;

    /// <summary>The value as a number, for drivers: the number itself, 0 or 1, or UTC ticks. 0 for text.</summary>
    public long ToRaw() => _number;

    /// <summary>The inverse of <see cref="ToRaw"/>, for all kinds except text.</summary>
    public static ColumnValue FromRaw(ColumnKind kind, long raw) =>
        kind == ColumnKind.Text ? throw new ArgumentException("text has no raw number", nameof(kind)) : new(kind, null, raw);

    public bool Equals(ColumnValue other) =>
        Kind == other.Kind && _number == other._number && string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is ColumnValue other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, _text, _number);

    public int CompareTo(ColumnValue other) => Kind != other.Kind ? Kind.CompareTo(other.Kind)
        : Kind == ColumnKind.Text ? string.CompareOrdinal(_text, other._text)
        : _number.CompareTo(other._number);

    public override string ToString() => Kind switch
    {
        ColumnKind.Text => Text,
        ColumnKind.Flag => Flag ? "true" : "false",
        ColumnKind.Time => Time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        _ => _number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private InvalidOperationException Wrong(ColumnKind asked) => new($"the column holds {Kind}, not {asked}");
}
