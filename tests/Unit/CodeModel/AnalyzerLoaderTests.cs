using System.Reflection;
using GptOssDev.CodeModel.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace GptOssDev.Tests.Unit.CodeModel;

/// <summary>Generators as packages hold them: a folder for each version, with what they need beside them.</summary>
public sealed class AnalyzerLoaderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly AnalyzerLoader _loader = new();

    [Fact]
    public void Two_versions_of_one_assembly_load_side_by_side()
    {
        var first = Build("1.0.0", "Gen", "public class G { public static string Name => \"one\"; }");
        var second = Build("2.0.0", "Gen", "public class G { public static string Name => \"two\"; }");

        Assert.Equal("one", NameFrom(first));
        Assert.Equal("two", NameFrom(second));
        Assert.Equal("one", NameFrom(first));
    }

    [Fact]
    public void Dependency_beside_the_assembly_goes_before_another_of_its_name()
    {
        var dependencies = new[] { "1.0.0", "2.0.0" }.ToDictionary(
            version => version,
            version => Build(version, "Dep", $"public class D {{ public static string Name => \"{version}\"; }}")
        );
        var generators = dependencies.ToDictionary(
            pair => pair.Key,
            pair => Build(pair.Key, "Gen", "public class G { public static string Name => D.Name; }", pair.Value)
        );

        Assert.All(generators, pair => Assert.Equal(pair.Key, NameFrom(pair.Value)));
    }

    [Fact]
    public void Dependency_in_another_folder_is_found()
    {
        var dependency = Build("1.0.0", "Dep", "public class D { public static string Name => \"dep\"; }");
        var generator = Build("2.0.0", "Gen", "public class G { public static string Name => D.Name; }", dependency);

        Assert.Equal("dep", NameFrom(generator));
    }

    public void Dispose() => _folder.Dispose();

    private string NameFrom(string path) =>
        (string)_loader.LoadFromPath(path).GetType("G")!.GetProperty("Name")!.GetValue(null)!;

    private string Build(string version, string name, string code, params string[] references)
    {
        var path = Path.Join(_folder.Root, version, name + ".dll");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] {code}")],
            [
                MetadataReference.CreateFromFile(Assembly.Load("System.Runtime").Location),
                MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                .. references.Select(r => MetadataReference.CreateFromFile(r)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        Assert.Empty(compilation.Emit(path, cancellationToken: TestContext.Current.CancellationToken).Diagnostics);
        _loader.AddDependencyLocation(path);
        return path;
    }
}
