using Curate.Core.Data;

namespace Curate.Core.Text.Tokens.Normalising;

/// <summary>Without white space at its ends.</summary>
internal sealed class Strip(bool left, bool right) : ITextNormaliser
{
    public bool Apply(ReadOnlySpan<byte> text, ByteBuffer to)
    {
        int start = 0;
        int end = text.Length;
        while (left && start < end && CharacterClasses.IsSpace(Utf8Points.Read(text, start, out int width)))
        {
            start += width;
        }

        while (right && end > start)
        {
            int before = Utf8Points.Before(text, end);
            if (!CharacterClasses.IsSpace(Utf8Points.Read(text, before, out _)))
            {
                break;
            }

            end = before;
        }

        if (end - start == text.Length)
        {
            return false;
        }

        to.Append(text[start..end]);
        return true;
    }
}
