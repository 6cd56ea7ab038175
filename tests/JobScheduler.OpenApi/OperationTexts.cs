using System.Text.Json.Nodes;
using JobScheduler.Api.Http;
using JobScheduler.Api.Jobs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace JobScheduler.OpenApi;

/// <summary>Parameters, errors, examples and security of an operation, from its route.</summary>
internal static class OperationTexts
{
    public static async Task ApplyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var route = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiRoute>().Single();
        var description = route.Description!;
        operation.OperationId = route.Name;
        operation.Parameters =
        [
            .. PathOf(route),
            .. route.Query.Select(parameter => ParameterOf(parameter, ParameterLocation.Query)),
            new OpenApiParameterReference(PrettyQuery.Parameter.Name, context.Document),
            .. description.Headers.Select(parameter => ParameterOf(parameter, ParameterLocation.Header)),
        ];
        if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = !description.BodyOptional;
            if (description.Example is not null)
            {
                body.Content![description.BodyType].Example = JsonNode.Parse(description.Example);
            }

            if (description.TextBodyType is not null)
            {
                body.Content![description.TextBodyType] =
                    new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }

        foreach (var answer in description.Answers)
        {
            operation.Responses![Text(answer.Status)].Description = answer.Description;
        }

        AddLinks(operation, route);

        await AddProblemsAsync(operation, route, context, cancellation);
        operation.Security = route.Policy.IsAnonymous ? [] : [Scheme(context, DocumentTexts.Bearer), Scheme(context, DocumentTexts.ApiKey)];
        if (route.Policy.TakesCompletionToken)
        {
            operation.Security.Add(Scheme(context, DocumentTexts.CompletionToken));
            const string enough = "The completion token of the attempt, from the header JobScheduler-Token, is enough.";
            operation.Description = description.Details is null ? enough : $"{description.Details} {enough}";
        }
    }

    private static async Task AddProblemsAsync(
        OpenApiOperation operation, ApiRoute route, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellation);
        int[] always = route.Policy.IsAnonymous ? [400, 503] : [400, 401, 429, 503];
        int[] ofBody = route.Description!.Body is null ? [] : [408];
        foreach (var status in always.Concat(ofBody).Concat(route.Description.Problems).Distinct().Order())
        {
            operation.Responses![Text(status)] = new OpenApiResponse
            {
                Description = TitleOf(status),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Problem.ContentType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), context.Document) },
                },
            };
        }
    }

    private static IEnumerable<OpenApiParameter> PathOf(ApiRoute route) =>
        from example in PathExample.Of(route)
        select new OpenApiParameter
        {
            Name = example.Name,
            In = ParameterLocation.Path,
            Required = true,
            Schema = example.Name is "jobId" or "scheduleId" or "calendarId"
                ? new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[a-z0-9][a-z0-9._-]{0,99}$" }
                : new OpenApiSchema { Type = example.Name == "version" ? JsonSchemaType.Integer : JsonSchemaType.String },
            Example = example.Source is not null ? null
                : example.Name == "version" ? JsonNode.Parse(example.Value)
                : JsonValue.Create(example.Value),
        };

    /// <summary>Which routes the response leads to, and with which of its values.</summary>
    private static void AddLinks(OpenApiOperation operation, ApiRoute route)
    {
        var links = (
            from next in ApiRoutes.All
            where next.Description is not null
            from example in PathExample.Of(next)
            where example.Source == route.Name
            select (next.Name, Link: new OpenApiLink
            {
                OperationId = next.Name,
                Parameters = new Dictionary<string, RuntimeExpressionAnyWrapper>
                {
                    [example.Name] = new() { Expression = RuntimeExpression.Build($"$response.body#{example.Value}") },
                },
            })).ToDictionary(link => link.Name, link => (IOpenApiLink)link.Link);
        if (links.Count > 0 && operation.Responses![Text(route.Description!.Answers[0].Status)] is OpenApiResponse response)
        {
            response.Links = links;
        }
    }

    public static OpenApiParameter ParameterOf(ApiParameter parameter, ParameterLocation location)
    {
        var schema = parameter.Kind switch
        {
            ParameterKind.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            ParameterKind.Whole => new OpenApiSchema { Type = JsonSchemaType.Integer },
            ParameterKind.Time => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
            ParameterKind.Duration => new OpenApiSchema { Type = JsonSchemaType.String, Format = "duration" },
            ParameterKind.RunState => ChoiceOf<RunState>(),
            ParameterKind.CalendarKind => ChoiceOf<CalendarKind>(),
            ParameterKind.SpecType => ChoiceOf<SpecType>(),
            ParameterKind.JobInclusion => ChoiceOf<JobInclusion>(),
            _ => new OpenApiSchema { Type = JsonSchemaType.String },
        };
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = location,
            Description = parameter.Description,
            Schema = parameter.Repeats ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema } : schema,
            Example = parameter.Example is null ? null : JsonValue.Create(parameter.Example),
        };
    }

    private static OpenApiSchema ChoiceOf<T>()
        where T : struct, Enum =>
        new() { Type = JsonSchemaType.String, Enum = [.. EnumText.All<T>().Select(word => (JsonNode)JsonValue.Create(word))] };

    private static OpenApiSecurityRequirement Scheme(OpenApiOperationTransformerContext context, string name) =>
        new() { [new OpenApiSecuritySchemeReference(name, context.Document)] = [] };

    private static string TitleOf(int status) => typeof(ProblemKind).GetFields()
        .Select(field => field.GetValue(null)).OfType<ProblemKind>().Single(kind => kind.Status == status).Title + ".";

    private static string Text(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
