namespace Curate.Core.Text.Tokens.Normalising;

/// <summary><see cref="ReferenceCategories"/> for look-up: 0.9 MB, made at the first use.</summary>
internal static class ReferenceSets
{
    private const byte PunctuationFlag = 1;
    private const byte MarkFlag = 2;
    private const byte NonSpacingFlag = 4;
    private const byte ControlFlag = 8;
    private const int Limit = 0xE0200;

    /// <summary>Punctuation as BERT counts it: what Unicode calls so, and every ASCII character that is no letter, digit, control or space.</summary>
    public static bool IsPunctuation(int point) => Has(point, PunctuationFlag);

    public static bool IsMark(int point) => Has(point, MarkFlag);

    public static bool IsNonSpacingMark(int point) => Has(point, NonSpacingFlag);

    public static bool IsControl(int point) => Has(point, ControlFlag) || (point >= 0xF0000 && CharacterClasses.Is(point, CharacterClasses.PrivateUse));

    private static bool Has(int point, byte flag) => point < Limit && (Table.Flags[point] & flag) != 0;

    private static class Table
    {
        public static readonly byte[] Flags = Make();

        private static byte[] Make()
        {
            var flags = new byte[Limit];
            Mark(flags, ReferenceCategories.Punctuation, PunctuationFlag);
            Mark(flags, ReferenceCategories.Marks, MarkFlag);
            Mark(flags, ReferenceCategories.NonSpacing, NonSpacingFlag);
            Mark(flags, ReferenceCategories.Controls, ControlFlag);
            return flags;
        }

        private static void Mark(byte[] flags, ReadOnlySpan<byte> runs, byte flag)
        {
            int point = 0;
            for (int at = 0; at < runs.Length;)
            {
                point += CompositionTables.ReadNumber(runs, ref at);
                for (int count = CompositionTables.ReadNumber(runs, ref at); count > 0; count--)
                {
                    flags[point++] |= flag;
                }
            }
        }
    }
}
