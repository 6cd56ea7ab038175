
namespace JobScheduler.Jobs;

/// <summary>Labels of jobs and runs: few and short, because they are copied into rows and looked for in lists.</summary>
public static class LabelRules
{
    public const int Most = 20;

    /// <summary>256 characters.</summary>
    public const int LongestValue = 256;

    public static void Check(IReadOnlyDictionary<string, string> labels, string path, ErrorList errors)
    {
        if (labels.Count > Most)
        {
            errors.Add(path, $"has {labels.Count} labels; at most {Most} are allowed");
            return;
        }

        foreach (var (key, value) in labels)
        {
            if (TextRules.IsLabelKey(key))
            {
                TextRules.Check(value, ErrorList.Path(path, key), LongestValue, lines: false, errors);
            }
            else
            {
                // Not repeated in the answer: a key that is none could be anything.
                errors.Add(path, "a label's key must be 1 to 63 characters: a-z, 0-9, and after the first also . _ / -");
            }
        }
    }
}
