export declare const hostileCases: readonly { readonly name: string; readonly text: string }[];
export declare const hostilePaths: readonly string[];
