using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace GptOssDev.CodeModel.Verification;

/// <summary>Extension methods of assemblies by name; kept as long as the assembly's symbol lives. Any thread.</summary>
internal sealed class ExtensionMethods
{
    private readonly ConditionalWeakTable<IAssemblySymbol, ILookup<string, IMethodSymbol>> _known = [];

    public IEnumerable<IMethodSymbol> Named(Compilation compilation, string name) =>
        compilation
            .SourceModule.ReferencedAssemblySymbols.Prepend(compilation.Assembly)
            .Where(assembly => assembly.MightContainExtensionMethods)
            .SelectMany(assembly => _known.GetValue(assembly, Collect)[name]);

    private static ILookup<string, IMethodSymbol> Collect(IAssemblySymbol assembly)
    {
        var found = new List<IMethodSymbol>();
        var pending = new Stack<INamespaceSymbol>([assembly.GlobalNamespace]);
        while (pending.TryPop(out var space))
        {
            foreach (var below in space.GetNamespaceMembers())
            {
                pending.Push(below);
            }
            found.AddRange(
                space
                    .GetTypeMembers()
                    .Where(type => type.MightContainExtensionMethods)
                    .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
                    .Where(method => method.IsExtensionMethod)
            );
        }
        return found.ToLookup(method => method.Name, StringComparer.Ordinal);
    }
}
