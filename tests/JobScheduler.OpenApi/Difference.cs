using System.Text;

namespace JobScheduler.OpenApi;

/// <summary>What two texts do not have in common.</summary>
internal static class Difference
{
    /// <summary>
    /// From the first line that differs to the last one: of the one text with "-", of the other with "+", and before them the number of
    /// the first, from 1.
    /// </summary>
    public static string Between(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        var same = old.Zip(now).TakeWhile(lines => lines.First == lines.Second).Count();
        var rest = Math.Min(old.Length, now.Length) - same;
        var end = old.Reverse().Zip(now.Reverse()).Take(rest).TakeWhile(lines => lines.First == lines.Second).Count();
        var text = new StringBuilder().AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"@@ line {same + 1}");
        foreach (var line in old[same..^end])
        {
            text.Append('-').AppendLine(line);
        }

        foreach (var line in now[same..^end])
        {
            text.Append('+').AppendLine(line);
        }

        return text.ToString();
    }
}
