using JobScheduler.Api.Http;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>A component of an iCalendar text, from its BEGIN to its END: a calendar, an event, a time zone, …</summary>
/// <param name="Name">In upper case.</param>
internal sealed record Component(string Name)
{
    public const string Calendar = "VCALENDAR";

    /// <summary>No calendar program nests deeper than four.</summary>
    private const int Deepest = 8;

    public List<ContentLine> Lines { get; } = [];

    public List<Component> Children { get; } = [];

    /// <summary>The calendars of a text.</summary>
    /// <exception cref="ImportException">There is none, it is cut off, or its components do not nest.</exception>
    public static List<Component> Read(ReadOnlySpan<byte> text)
    {
        var calendars = new List<Component>();
        var open = new Stack<Component>();
        foreach (var line in ContentLine.Split(text))
        {
            var value = line.Name is "BEGIN" or "END" ? line.Value.ToUpperInvariant() : "";
            if (open.Count == 0 && (line.Name != "BEGIN" || value != Calendar))
            {
                throw NoCalendar();
            }

            switch (line.Name)
            {
                case "":
                    throw new ImportException($"has a line that is not NAME:value: {MemberName.Shown(line.Text)}");
                case "BEGIN":
                    if (open.Count == Deepest)
                    {
                        throw new ImportException($"nests components deeper than {Deepest}");
                    }

                    var begun = new Component(value);
                    (open.TryPeek(out var parent) ? parent.Children : calendars).Add(begun);
                    open.Push(begun);
                    break;
                case "END" when value == open.Peek().Name:
                    open.Pop();
                    break;
                case "END":
                    throw new ImportException($"has END:{MemberName.Shown(value)} where END:{MemberName.Shown(open.Peek().Name)} is due");
                default:
                    open.Peek().Lines.Add(line);
                    break;
            }
        }

        return open.Count > 0 ? throw new ImportException($"is cut off: END:{Calendar} is missing")
            : calendars.Count > 0 ? calendars
            : throw NoCalendar();
    }

    /// <summary>The line of a property; null: there is none.</summary>
    /// <exception cref="ImportException">There are several.</exception>
    public ContentLine? Line(string name) => All(name) is { Count: > 0 } lines
        ? lines.Count == 1 ? lines[0] : throw new ImportException($"has more than one {name}")
        : null;

    /// <summary>All lines of a property.</summary>
    public List<ContentLine> All(string name) => Lines.FindAll(line => line.Name == name);

    private static ImportException NoCalendar() => new("is not an iCalendar text: it must start with BEGIN:VCALENDAR");
}
