namespace JobScheduler.Api.Contracts;

/// <summary>Days of the week as calendars write them: <c>mon</c> to <c>sun</c>.</summary>
public enum Weekday
{
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}
