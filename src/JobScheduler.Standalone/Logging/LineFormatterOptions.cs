using Microsoft.Extensions.Logging.Console;

namespace JobScheduler.Standalone.Logging;

/// <summary>None of its own; the framework wants a type for each formatter.</summary>
internal sealed class LineFormatterOptions : ConsoleFormatterOptions;
