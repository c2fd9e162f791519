namespace Curate.Core.Text.Tokens;

/// <summary>A part of a text, in bytes.</summary>
internal readonly record struct PieceRange(int Start, int End)
{
    public int Length => End - Start;
}
