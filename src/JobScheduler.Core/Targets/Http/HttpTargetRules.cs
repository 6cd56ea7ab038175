using System.Globalization;

namespace JobScheduler.Targets.Http;

/// <summary>What an HTTP target must be, checked when it is written and again before each attempt.</summary>
public static class HttpTargetRules
{
    private static readonly HashSet<string> Methods =
        new(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Everything that is wrong, each with the path of its field inside the target, such as <c>headers.X-Kind</c>; empty when nothing is.
    /// </summary>
    public static IReadOnlyList<(string Field, string Message)> Validate(HttpTarget target, AddressGuard guard)
    {
        var faults = new List<(string Field, string Message)>();
        Add("url", UrlRule.Check(target.Url, guard));
        Add("method", target.Method is not null && Methods.Contains(target.Method) ? null : $"must be one of {string.Join(", ", Methods)}");
        CheckHeaders(target.Headers, Add);
        Add("body", RequestBody.Check(target.Body));
        _ = StatusSet.TryParse(target.SuccessStatus, out var message);
        Add("successStatus", message);
        Add("completion", EnumText.IsKnown(target.Completion) ? null : $"must be one of {EnumText.Names<HttpCompletion>()}");
        Add("redirects", EnumText.IsKnown(target.Redirects ?? default) ? null : $"must be one of {EnumText.Names<HttpRedirects>()}");
        return faults;

        void Add(string field, string? fault)
        {
            if (fault is not null)
            {
                faults.Add((field, fault));
            }
        }
    }

    private static void CheckHeaders(IReadOnlyDictionary<string, string>? headers, Action<string, string?> add)
    {
        if (headers is null)
        {
            return;
        }

        if (headers.Count > HeaderRule.MostHeaders)
        {
            add(
                "headers",
                string.Create(CultureInfo.InvariantCulture, $"has {headers.Count} headers; at most {HeaderRule.MostHeaders} are allowed"));
            return;
        }

        if (headers.Sum(header => header.Key.Length + (header.Value?.Length ?? 0)) > HeaderRule.LongestTotal)
        {
            add(
                "headers",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"all names and values together may have at most {HeaderRule.LongestTotal:N0} characters"));
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            // An invalid name could carry anything into the answer, so it is not repeated there.
            var field = HeaderRule.IsName(name) ? $"headers.{name}" : "headers";
            add(field, HeaderRule.Check(name, value) ?? (names.Add(name) ? null : "is given twice; header names are not case-sensitive"));
        }
    }
}

/// <summary>The rules of HTTP targets, for those who check definitions and requests.</summary>
public sealed class HttpTargetRule(AddressGuard guard) : ITargetRule
{
    public bool Covers(Target target) => target is HttpTarget;

    public void Check(Target target, string path, ErrorList errors)
    {
        foreach (var (field, message) in HttpTargetRules.Validate((HttpTarget)target, guard))
        {
            errors.Add(ErrorList.Path(path, field), message);
        }
    }
}
