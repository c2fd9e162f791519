using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>
/// The characters by which GPT-2 and its kin write bytes in their vocabularies: printable ones of Latin-1 stand for themselves, the others for U+0100 and up, in
/// their order.
/// </summary>
internal static class ByteAlphabet
{
    private const int Characters = 0x144;

    /// <summary>The byte by character, -1 for characters that stand for none.</summary>
    public static int[] ByCharacter { get; } = Make();

    /// <summary>The bytes that a token writes; false where it holds other characters, as added tokens do.</summary>
    public static bool TryBytes(string token, ByteBuffer bytes)
    {
        bytes.Clear();
        foreach (char c in token)
        {
            int b = c < Characters ? ByCharacter[c] : -1;
            if (b < 0)
            {
                return false;
            }

            bytes.Append((byte)b);
        }

        return true;
    }

    private static int[] Make()
    {
        var bytes = new int[Characters];
        Array.Fill(bytes, -1);
        int next = 0x100;
        for (int b = 0; b < 256; b++)
        {
            bool prints = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            bytes[prints ? b : next++] = b;
        }

        return bytes;
    }
}
