using System.Text.RegularExpressions;

namespace GptOssDev.Cli.Backends;

/// <summary>
/// Fetches one NuGet package with the user's own sources, proxies and credentials: a generated project that names the package
/// is restored in a folder of its own. The configuration is what NuGet finds for the user there; that of a repository, which
/// the user may not trust, is not read.
/// </summary>
internal sealed partial class PackageFetch(string dotnet, string folder)
{
    private const string ProjectName = "fetch.csproj";

    // A package that is downloaded by name runs no code, and its dependencies are not resolved.
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>netstandard2.0</TargetFramework>
            <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageDownload Include="@ID@" Version="[@VERSION@]" />
          </ItemGroup>
        </Project>
        """;

    private static readonly string[] _notFound = ["NU1100", "NU1101", "NU1102", "NU1103"];
    private static readonly string[] _unreachable = ["NU1301", "NU1302", "NU1801"];

    /// <summary>Restores the package. Throws a <see cref="CliException"/> with what the sources report.</summary>
    /// <param name="source">A folder or address to ask in place of the configured sources; null asks those.</param>
    /// <returns>The package's file.</returns>
    public async Task<string> RunAsync(string id, string version, string? source, CancellationToken cancellationToken)
    {
        var text = Project
            .Replace("@ID@", id, StringComparison.Ordinal)
            .Replace("@VERSION@", version, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder, ProjectName), text, cancellationToken);
        // Ends the SDK's own search for the file in the folders above.
        await File.WriteAllTextAsync(Path.Combine(folder, "global.json"), "{}", cancellationToken);
        var packages = Path.Combine(folder, "packages");
        string[] arguments =
        [
            "restore",
            ProjectName,
            "--packages",
            packages,
            "--verbosity",
            "quiet",
            "--disable-build-servers",
            "-p:ImportDirectoryBuildProps=false",
            "-p:ImportDirectoryBuildTargets=false",
            "-p:ImportDirectoryPackagesProps=false",
            .. source is null ? Array.Empty<string>() : ["--source", source],
        ];
        var (exitCode, lines) = await DotnetRun.RunAsync(dotnet, folder, arguments, cancellationToken);
        var name = id.ToLowerInvariant();
        var file = Path.Combine(packages, name, version, $"{name}.{version}.nupkg");
        if (exitCode == 0 && File.Exists(file))
        {
            return file;
        }

        var sources = source ?? await SourcesAsync(cancellationToken);
        throw CliException.Environment(Explain(id, version, sources, lines));
    }

    /// <summary>The failure in one line, from what the command printed. Pure.</summary>
    internal static string Explain(string id, string version, string sources, IReadOnlyList<string> lines)
    {
        var errors = lines.Select(line => Error().Match(line)).Where(match => match.Success).ToList();
        var code = errors.Count > 0 ? errors[0].Groups["code"].Value : "";
        var said =
            errors.Count > 0 ? errors[0].Groups["text"].Value.Trim()
            : lines.Count > 0 ? lines[^1]
            : "no message";
        if (sources.Length == 0)
        {
            return "no NuGet package source is configured: add one with dotnet nuget add source, or name one with --source";
        }

        if (_notFound.Contains(code))
        {
            return $"{id} {version} is not on the package sources that were asked ({sources}): "
                + "add one that has it with dotnet nuget add source, or name one with --source";
        }

        return _unreachable.Contains(code)
                ? $"a package source cannot be used: {said} Check the network, the proxy and the credentials, or name another source with --source"
            : said.Contains("Central Directory", StringComparison.Ordinal)
                ? $"the package file of {id} {version} is damaged ({said}): put a whole one on the source ({sources}), or name another with --source"
            : said.Contains("No space left", StringComparison.Ordinal)
            || said.Contains("not enough space", StringComparison.Ordinal)
                ? $"there is no room for {id} {version}: free disk space ({said})"
            : $"{id} {version} could not be fetched: {said}";
    }

    /// <summary>The configured sources, without credentials; only asked for after a failure.</summary>
    private async Task<string> SourcesAsync(CancellationToken cancellationToken)
    {
        string[] arguments = ["nuget", "list", "source", "--format", "short"];
        var (_, lines) = await DotnetRun.RunAsync(dotnet, folder, arguments, cancellationToken);
        var sources = lines
            .Where(line => line.StartsWith('E'))
            .Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..])
            .Select(WithoutCredentials);
        return string.Join(", ", sources);
    }

    private static string WithoutCredentials(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address) && address.UserInfo.Length > 0
            ? new UriBuilder(address) { UserName = "", Password = "" }.Uri.ToString()
            : source;

    [GeneratedRegex(
        @"\berror(?: (?<code>NU\d+))?\s*: (?<text>.*?)(?: \[[^\]]*\])?$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Error();
}
