namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>Cuts the pieces of a text into smaller ones, or rewrites them. Has no state: any thread may call it.</summary>
internal interface IPreTokenizer
{
    void Apply(PieceText text);
}
