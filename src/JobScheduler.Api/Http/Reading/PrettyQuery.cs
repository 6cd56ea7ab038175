using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>The query parameter <c>pretty</c>, which every described route takes: JSON is answered indented.</summary>
public static class PrettyQuery
{
    /// <summary>How the OpenAPI document describes it, once for all routes.</summary>
    public static readonly ApiParameter Parameter = new(
        "pretty",
        ParameterKind.Flag,
        "Alone or true: JSON is indented, problems included. GET /runs/{runId}/result answers with what was stored, unchanged.");

    /// <summary>Whether JSON is to be indented. Anything that <see cref="Check"/> refuses is not.</summary>
    public static bool IsOn(IQueryCollection query) => query[Parameter.Name] is ["" or "true"];

    /// <summary>Adds an error unless the parameter is missing, alone, or true or false.</summary>
    public static void Check(IQueryCollection query, ErrorList errors)
    {
        var values = query[Parameter.Name];
        if (values.Count > 1)
        {
            errors.AddShape(Parameter.Name, "may be given only once");
        }
        else if (values is not ([] or ["" or "true" or "false"]))
        {
            errors.AddShape(Parameter.Name, "must be true or false, or stand alone, which means true");
        }
    }
}
