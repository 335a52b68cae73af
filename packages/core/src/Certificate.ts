/** What a Secret says of a certificate of the cloud's SSL product (R5.5). Nothing else of the Secret is known here. */
export interface Certificate {
  readonly namespace: string;
  readonly name: string;
  /** The id under `qcloud_cert_id`; absent when the Secret holds none. */
  readonly certId?: string;
}
