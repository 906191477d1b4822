using System.Globalization;

namespace GptOssDev.CodeModel.Projects;

/// <summary>Chooses one target framework of several.</summary>
internal static class TargetFrameworks
{
    /// <summary>The highest plain <c>netX.Y</c>; without one the first named; null for an empty list.</summary>
    public static string? Best(IReadOnlyList<string> frameworks) =>
        frameworks.Where(f => Version(f) is not null).MaxBy(Version) ?? (frameworks.Count > 0 ? frameworks[0] : null);

    /// <summary>The asked one when it is among them, letter case aside; else the best.</summary>
    public static string? Choose(IReadOnlyList<string> frameworks, string? asked) =>
        frameworks.FirstOrDefault(f => f.Equals(asked, StringComparison.OrdinalIgnoreCase)) ?? Best(frameworks);

    private static decimal? Version(string framework) =>
        framework.StartsWith("net", StringComparison.OrdinalIgnoreCase)
        && framework.Contains('.', StringComparison.Ordinal)
        && decimal.TryParse(
            framework.AsSpan(3),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var version
        )
            ? version
            : null;
}
