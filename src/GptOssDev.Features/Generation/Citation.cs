using GptOssDev.Features.Code;

namespace GptOssDev.Features.Generation;

/// <summary>A place that an answer names.</summary>
/// <param name="Path">Relative to the workspace's root where it lies inside it, with forward slashes.</param>
/// <param name="Verified">Whether the file exists and has these lines.</param>
public sealed record Citation(string Path, LineRange Lines, bool Verified);
