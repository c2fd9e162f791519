namespace Curate.Core.Text.Tokens.Models;

/// <summary>
/// The longest entry that a word begins with, then the longest that the rest begins with among those that continue a word, and so on; a word that cannot be
/// cut in this way, or is too long, is one unknown token (Wu et al. 2016). O(length squared) a word at worst, of at most <paramref name="mostCharacters"/>.
/// </summary>
/// <param name="first">Entries that begin a word.</param>
/// <param name="continuing">Entries that continue one, without their prefix.</param>
/// <param name="entries">Entries of the vocabulary.</param>
/// <param name="mostCharacters">A longer word is unknown.</param>
internal sealed class WordPiece(ByteTable first, ByteTable continuing, int entries, int mostCharacters) : ITokenModel
{
    public string Kind => "word-piece";

    public int Entries => entries;

    public PieceCounter NewCounter() => new Counter(first, continuing, mostCharacters);

    private sealed class Counter(ByteTable first, ByteTable continuing, int mostCharacters) : PieceCounter
    {
        public override int Count(ReadOnlySpan<byte> piece)
        {
            int characters = 0;
            foreach (byte b in piece)
            {
                characters += (b & 0xC0) != 0x80 ? 1 : 0;
            }

            if (characters > mostCharacters)
            {
                return 1;
            }

            int count = 0;
            for (int start = 0; start < piece.Length; count++)
            {
                ByteTable table = start == 0 ? first : continuing;
                int end = piece.Length;
                while (end > start && !table.Contains(piece[start..end]))
                {
                    end = Utf8Points.Before(piece, end);
                }

                if (end == start)
                {
                    return 1;
                }

                start = end;
            }

            return count;
        }
    }
}
