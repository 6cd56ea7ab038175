using JobScheduler.Jobs;

namespace JobScheduler.Api.Http;

/// <summary>Label conditions of filters: <c>key:value</c>, split at the first colon, which no key contains.</summary>
internal static class LabelText
{
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(IReadOnlyList<string> texts, string path, ErrorList errors)
    {
        if (texts.Count > LabelRules.Most)
        {
            errors.AddShape(path, $"has {texts.Count} labels; at most {LabelRules.Most} are allowed");
            return [];
        }

        var labels = new List<KeyValuePair<string, string>>(texts.Count);
        foreach (var text in texts)
        {
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && TextRules.IsLabelKey(text[..colon]))
            {
                labels.Add(new KeyValuePair<string, string>(text[..colon], text[(colon + 1)..]));
            }
            else
            {
                errors.AddShape(path, "must be key:value, such as team:finance");
            }
        }

        return labels;
    }
}
