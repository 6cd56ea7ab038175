namespace JobScheduler.Api.Calendars;

/// <summary>A text cannot be imported; the message says why.</summary>
internal sealed class ImportException(string message) : Exception(message);
