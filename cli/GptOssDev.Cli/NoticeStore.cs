using System.Security.Cryptography;
using System.Text;

namespace GptOssDev.Cli;

/// <summary>Remembers in the user's state which notices were told. A folder that cannot be written forgets.</summary>
internal sealed class NoticeStore(string folder)
{
    /// <summary>True the first time this text is asked about on this machine.</summary>
    public bool IsFirst(string notice)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(notice));
        var marker = Path.Combine(folder, Convert.ToHexStringLower(hash.AsSpan(0, 8)));
        try
        {
            if (File.Exists(marker))
            {
                return false;
            }

            Directory.CreateDirectory(folder);
            File.WriteAllText(marker, notice + "\n");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Told again next time: better than not told.
        }

        return true;
    }
}
