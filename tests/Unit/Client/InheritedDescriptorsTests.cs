using System.Runtime.InteropServices;
using GptOssDev.Client;
using Xunit;

namespace GptOssDev.Tests.Unit.Client;

public sealed class InheritedDescriptorsTests
{
    private const int GetFlags = 1;

    [Fact]
    public void Descriptor_is_withheld_from_children_only_meanwhile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are a matter of Unix");
        // A copy is inherited, as what a shell opens is.
        var copy = Duplicate(1);
        try
        {
            Assert.Equal(0, Control(copy, GetFlags));
            using (InheritedDescriptors.Withhold())
            {
                Assert.Equal(1, Control(copy, GetFlags));
            }
            Assert.Equal(0, Control(copy, GetFlags));
        }
        finally
        {
            _ = Close(copy);
        }
    }

    [DllImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);
}
