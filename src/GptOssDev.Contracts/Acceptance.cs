namespace GptOssDev.Contracts;

/// <summary>
/// What the user did with a suggestion, for the local counters and nothing else. A request or a notification. An id that is not
/// known any more is passed over.
/// </summary>
/// <param name="Id">The item's id.</param>
/// <param name="Kind"><c>full</c>, <c>partial</c> or <c>rejected</c>.</param>
/// <param name="Length">For <c>partial</c>: how much of the text was taken so far, in UTF-16 units.</param>
public sealed record AcceptedParams(string Id, string Kind, int? Length = null);
