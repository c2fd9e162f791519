using System.Globalization;
using System.Text;

namespace Curate.Core.Text.Tokens.Models;

/// <summary>The tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> that stand for bytes of characters which a vocabulary lacks.</summary>
internal static class ByteTokens
{
    /// <summary>The number of each byte's token, -1 where the vocabulary has none.</summary>
    public static void Find(ByteTable vocabulary, Span<int> tokens)
    {
        for (int b = 0; b < 256; b++)
        {
            string name = "<0x" + b.ToString("X2", CultureInfo.InvariantCulture) + ">";
            tokens[b] = vocabulary.TryGet(Encoding.UTF8.GetBytes(name), out int id) ? id : -1;
        }
    }

    public static bool HasAll(ReadOnlySpan<byte> text, ReadOnlySpan<int> tokens)
    {
        foreach (byte b in text)
        {
            if (tokens[b] < 0)
            {
                return false;
            }
        }

        return true;
    }
}
